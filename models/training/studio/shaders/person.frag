#version 330
#include light.glsl
// KIND is set when the shader is read: the number of the part's kind in KINDS.
uniform vec3 colour;
uniform vec3 second;
uniform vec3 eye;          // the lens
in vec3 at;
in vec3 facing;
in vec3 rest;
in vec4 marks;
in float inside;
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

void main() {
#if KIND == SHIRT || KIND == TROUSERS || KIND == HAIR
    if (inside < 0.0) discard;
#endif
    vec3 n = normalize(facing);
    vec3 v = normalize(eye - at);
#if KIND == SHIRT || KIND == TROUSERS || KIND == HAIR
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
    float away = length(marks.xz);
    float front = step(marks.y, 0.0);
    c = mix(c, second, front * (1.0 - smoothstep(0.40, 0.48, away)));
    c = mix(c, vec3(0.01), front * (1.0 - smoothstep(0.17, 0.22, away)));
    gloss = 0.5; power = 60.0;
#elif KIND == HAIR
    float strand = noise1(vec3(floor(rest.x * 900.0), 0.0, 0.0));
    c *= 0.75 + 0.5 * strand;
    gloss = 0.16; power = 9.0;
#elif KIND == SHIRT
    float band = smoothstep(0.0, 0.003, inside) * (1.0 - smoothstep(0.012, 0.015, inside));
    c = mix(c, second, band);
    c *= 0.97 + 0.06 * noise1(floor(rest * 700.0));
#elif KIND == TROUSERS
    float stripe = bump(rest.y, 0.005, 0.016, 0.003) * smoothstep(0.55, 0.65, marks.x);
    float hem = 1.0 - smoothstep(0.006, 0.008, inside);
    c = mix(c, second, max(0.85 * stripe, 0.5 * hem));
    gloss = 0.05;
#elif KIND == SHOE
    float sole = 1.0 - smoothstep(0.020, 0.024, marks.z);
    c = mix(c, second, sole);
    gloss = 0.08;
#endif
    float lambert = dot(n, key_direction);
    float shadow = key_shadow(at + n * 0.012, 0.0045, 0.0018);
    vec3 direct = key_colour * (max((lambert + wrap) / (1.0 + wrap), 0.0) * mix(0.12, 1.0, shadow)
                + bleed * smoothstep(-0.35, 0.2, lambert) * (1.0 - smoothstep(0.2, 0.6, lambert)) * shadow);
    float up = 0.5 + 0.5 * n.z;
    float fill = 0.5 + 0.5 * dot(n, normalize(vec3(0.8, -0.75, 0.25)));
    vec3 ambient = mix(vec3(0.23, 0.19, 0.16), vec3(0.50, 0.51, 0.54), up) + 0.22 * fill * fill;
    float open = ball_occlusion(at + n * 0.02, n, 0.35);
    vec3 h = normalize(v + key_direction);
    float rim = pow(1.0 - clamp(dot(n, v), 0.0, 1.0), 3.0);
    float shine = gloss * (pow(max(dot(n, h), 0.0), power) * shadow + 0.35 * rim);
    vec3 light = direct + ambient * open;
    pixel = vec4(finish(c * light + shine * (key_colour * 0.7 + 0.2)), 1.0);
}
