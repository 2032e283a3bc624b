#version 330
#include scene.glsl
// Where there is no thing: clouds over a hazy horizon.
layout(location = 0) out vec4 paint_out;
layout(location = 1) out vec4 shape_out;

uniform vec3 zenith;
uniform vec3 horizon;
uniform float cloud;
uniform float scale;    // samples a pixel along one axis

void main() {
    vec2 off = (gl_FragCoord.xy / scale - vec2(right.w, down.w)) / eye.w;
    vec3 d = normalize(away.xyz + off.x * right.xyz + off.y * down.xyz);
    float up = max(d.z, 0.0);
    vec3 c = mix(horizon, zenith, pow(up, 0.6));
    vec2 u = d.xy / (up + 0.12);
    float puff = 0.5 * value(u * 1.3 + 7.0) + 0.3 * value(u * 3.1) + 0.2 * value(u * 7.7);
    c = mix(c, vec3(1.15) * max(horizon.r, horizon.b), cloud * smoothstep(0.5, 0.75, puff) * step(0.0, d.z));
    paint_out = vec4(c, 1.0);
    shape_out = vec4(-d, 300.0);
}
