#version 330
#include scene.glsl
#include shadow.glsl
// KIND is the number of the part's kind; FINE 1 spends time on shine and seams of light.
uniform vec3 colour;
uniform vec3 second;
uniform float who;         // number of the person or thing in the picture, times 16
in vec3 at;
in vec3 facing;
in vec3 rest;
in vec4 marks;
in float inside;
in vec3 sun;
in vec3 soft;
flat in float owner;
out vec4 pixel;

float bump(float x, float middle, float half_width, float soft) {
    return 1.0 - smoothstep(half_width - soft, half_width + soft, abs(x - middle));
}

#if KIND == FACE
vec3 face(vec3 skin, vec3 m, vec3 hair) {
    // m: about the middle between the eyes, in heights from there to the crown
    float front = 1.0 - smoothstep(0.15, 0.35, m.y);
    float side = abs(m.x);
    float arch = 0.175 - 1.2 * pow(side - 0.30, 2.0);
    float brow = bump(m.z, arch, 0.028, 0.016) * smoothstep(0.10, 0.15, side)
               * (1.0 - smoothstep(0.44, 0.52, side));
    float lid = bump(m.z, 0.045, 0.014, 0.012) * smoothstep(0.15, 0.19, side)
              * (1.0 - smoothstep(0.38, 0.42, side));
    float bow = -0.620 + 0.02 * cos(side * 30.0);
    float lips = bump(m.z, bow, 0.058 * sqrt(max(0.0, 1.0 - pow(side / 0.225, 2.0))), 0.018)
               * (1.0 - smoothstep(0.20, 0.24, side));
    float cheek = exp(-18.0 * (pow(side - 0.36, 2.0) + pow(m.z + 0.33, 2.0)));
    skin = mix(skin, skin * vec3(1.10, 0.82, 0.80), 0.45 * cheek * front);
    skin = mix(skin, skin * vec3(0.86, 0.50, 0.50), 0.75 * lips * front);
    skin = mix(skin, skin * 0.35, 0.6 * lid * front);
    return mix(skin, mix(hair, skin * 0.3, 0.25), 0.85 * brow * front);
}
#endif

#if KIND == SHIRT || KIND == TROUSERS || KIND == HAIR
#define CUT
#endif

void main() {
#ifdef CUT
    if (inside < 0.0) discard;
#endif
    vec3 n = normalize(facing);
#ifdef CUT
    if (!gl_FrontFacing) n = -n;
#endif
    vec3 c = colour;
    float gloss = 0.0, power = 20.0, wrap = 0.12;
    vec3 bleed = vec3(0.0);
#if KIND == SKIN || KIND == FACE
#if KIND == FACE
    c = face(c, marks.xyz, second);
#endif
    gloss = 0.10; power = 14.0; wrap = 0.30;
    bleed = vec3(0.22, 0.05, 0.03);
#elif KIND == EYE
    float from_middle = length(marks.xz);
    float front = step(marks.y, 0.0);
    c = mix(c, second, front * (1.0 - smoothstep(0.40, 0.48, from_middle)));
    c = mix(c, vec3(0.01), front * (1.0 - smoothstep(0.17, 0.22, from_middle)));
    gloss = 0.5; power = 60.0;
#elif KIND == HAIR
    float strand = noise1(vec3(floor(rest.x * 900.0), 0.0, 0.0));
    c *= 0.75 + 0.5 * strand;
    gloss = 0.16; power = 9.0;
#elif KIND == SHIRT
    float band = smoothstep(0.0, 0.003, inside) * (1.0 - smoothstep(0.012, 0.015, inside));
    c = mix(c, second, band);
#if FINE
    c *= 0.97 + 0.06 * noise1(floor(rest * 700.0));
#endif
#elif KIND == TROUSERS
    float stripe = bump(rest.y, 0.005, 0.016, 0.003) * smoothstep(0.55, 0.65, marks.x);
    float hem = 1.0 - smoothstep(0.006, 0.008, inside);
    c = mix(c, second, max(0.85 * stripe, 0.5 * hem));
    gloss = 0.05;
#elif KIND == SHOE
    float sole = 1.0 - smoothstep(0.020, 0.024, marks.z);
    c = mix(c, second, sole);
    gloss = 0.08;
#elif KIND == METAL
    gloss = 0.45; power = 30.0;
#elif KIND == FUR
    c = mix(c, second, smoothstep(0.45, 0.6, value(rest.yz * 9.0 + rest.x)));
    c *= 0.8 + 0.4 * value(rest.yz * vec2(90.0, 160.0));
#endif
    float lambert = dot(n, key_direction.xyz);
    float shadow = key_shadow(sun, SELF_RADIUS, SELF_BIAS);
    float lit = max((lambert + wrap) / (1.0 + wrap), 0.0) * mix(0.12, 1.0, shadow);
    vec3 light = key_colour.rgb * lit + soft;
#if FINE
    light += key_colour.rgb * bleed * (smoothstep(-0.35, 0.2, lambert)
           * (1.0 - smoothstep(0.2, 0.6, lambert)) * shadow);
#endif
    c *= light;
#if FINE || KIND == METAL || KIND == EYE
    vec3 v = normalize(eye.xyz - at);
    vec3 h = normalize(v + key_direction.xyz);
    float rim = pow(1.0 - clamp(dot(n, v), 0.0, 1.0), 3.0);
    float shine = gloss * (pow(max(dot(n, h), 0.0), power) * shadow + 0.35 * rim);
    c += shine * (key_colour.rgb * 0.7 + 0.4 * sky.rgb);
#endif
    pixel = vec4(finish(c), (who + owner) / 255.0);
}
