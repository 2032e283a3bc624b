// Light shared by people and room. Linear RGB.
uniform sampler2DShadow shadow_map;
uniform mat4 shadow_matrix;
uniform vec3 key_direction;   // towards the light
uniform vec3 key_colour;
uniform vec4 blobs[20];       // balls about the joints: middle, radius
uniform int n_blobs;
uniform float exposure;

const vec2 DISC[12] = vec2[12](
    vec2(-0.326, -0.406), vec2(-0.840, -0.074), vec2(-0.696, 0.457), vec2(-0.203, 0.621),
    vec2(0.962, -0.195), vec2(0.473, -0.480), vec2(0.519, 0.767), vec2(0.185, -0.893),
    vec2(0.507, 0.064), vec2(0.896, 0.412), vec2(-0.322, -0.933), vec2(-0.792, -0.598));

float noise1(vec3 p) {
    return fract(sin(dot(p, vec3(12.9898, 78.233, 37.719))) * 43758.5453);
}

#ifndef TAPS
#define TAPS 12
#endif

float key_shadow(vec3 p, float radius, float bias) {
    vec4 s = shadow_matrix * vec4(p, 1.0);
    if (any(lessThan(s.xyz, vec3(0.0))) || any(greaterThan(s.xyz, vec3(1.0)))) return 1.0;
    float turn = 6.2832 * noise1(vec3(gl_FragCoord.xy, 0.0));
    mat2 spin = mat2(cos(turn), -sin(turn), sin(turn), cos(turn));
    float lit = 0.0;
    for (int i = 0; i < TAPS; i++)
        lit += texture(shadow_map, vec3(s.xy + spin * DISC[i] * radius, s.z - bias));
    return lit / float(TAPS);
}

float ball_occlusion(vec3 p, vec3 n, float strength) {
    float open = 1.0;
    for (int i = 0; i < n_blobs; i++) {
        vec3 d = blobs[i].xyz - p;
        float l2 = dot(d, d);
        float r2 = blobs[i].w * blobs[i].w;
        float c = clamp(dot(n, d) * inversesqrt(l2), 0.0, 1.0);
        open *= 1.0 - strength * clamp(c * r2 / max(l2, r2), 0.0, 1.0);
    }
    return open;
}

vec3 finish(vec3 c) {
    c *= exposure;
    c = (c * (2.51 * c + 0.03)) / (c * (2.43 * c + 0.59) + 0.14);
    return pow(clamp(c, 0.0, 1.0), vec3(1.0 / 2.2));
}
