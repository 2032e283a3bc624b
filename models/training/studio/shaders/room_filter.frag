#version 330
#include scene.glsl
// Smooths traced light along surfaces: Dammertz et al. 2010, edge-avoiding a-trous wavelets.
uniform sampler2D light;
uniform sampler2D mirror;
uniform sampler2D shape;
uniform float step_size;
uniform int spread;
layout(location = 0) out vec4 light_out;
layout(location = 1) out vec4 mirror_out;

vec4 surface(ivec2 p) {
    return texelFetch(shape, min(ivec2((vec2(p) + 0.5) * step_size), textureSize(shape, 0) - 1), 0);
}

void main() {
    ivec2 p = ivec2(gl_FragCoord.xy), size = textureSize(light, 0);
    vec4 here = surface(p);
    vec4 sum = vec4(0.0), glow = vec4(0.0);
    float total = 0.0;
    for (int y = -2; y <= 2; y++) {
        for (int x = -2; x <= 2; x++) {
            ivec2 at = clamp(p + spread * ivec2(x, y), ivec2(0), size - 1);
            vec4 there = surface(at);
            float w = max(dot(here.xyz, there.xyz), 0.0);
            w *= w; w *= w; w *= w;
            w *= exp(-20.0 * abs(here.w - there.w) / here.w);
            w *= exp(-0.35 * float(x * x + y * y));
            sum += w * texelFetch(light, at, 0);
            glow += w * texelFetch(mirror, at, 0);
            total += w;
        }
    }
    light_out = sum / max(total, 1e-5);
    mirror_out = glow / max(total, 1e-5);
}
