#version 330
#include scene.glsl
// Paint times light, averaged over the samples of each pixel.
uniform sampler2D paint;
uniform sampler2D shape;
uniform sampler2D light;
uniform sampler2D mirror;
uniform int samples;        // of the surfaces, a pixel, along one axis
uniform float step_size;    // samples of the surfaces a sample of the light, along one axis
layout(location = 0) out vec4 ambient_out;
layout(location = 1) out vec4 direct_out;
layout(location = 2) out vec4 shape_out;

void main() {
    ivec2 first = ivec2(gl_FragCoord.xy) * samples;
    vec3 ambient = vec3(0.0), direct = vec3(0.0);
    ivec2 last = textureSize(light, 0) - 1;
    for (int k = 0; k < samples * samples; k++) {
        ivec2 p = first + ivec2(k % samples, k / samples);
        vec4 c = texelFetch(paint, p, 0);
        vec4 here = texelFetch(shape, p, 0);
        if (c.a > 0.75) { ambient += c.rgb; continue; }
        vec2 at = (vec2(p) + 0.5) / step_size - 0.5;
        ivec2 corner = ivec2(floor(at));
        vec2 f = at - vec2(corner);
        vec4 sum = vec4(0.0);
        vec3 glow = vec3(0.0);
        float total = 0.0;
        for (int j = 0; j < 4; j++) {
            ivec2 o = clamp(corner + ivec2(j & 1, j >> 1), ivec2(0), last);
            ivec2 spot = min(ivec2((vec2(o) + 0.5) * step_size), textureSize(shape, 0) - 1);
            vec4 there = texelFetch(shape, spot, 0);
            vec2 b = mix(1.0 - f, f, vec2(j & 1, j >> 1));
            float w = (b.x * b.y + 0.01) * (max(dot(here.xyz, there.xyz) - 0.6, 0.0) + 1e-3)
                    * (exp(-25.0 * abs(here.w - there.w) / here.w) + 1e-4);
            sum += w * texelFetch(light, o, 0);
            glow += w * texelFetch(mirror, o, 0).rgb;
            total += w;
        }
        sum /= total;
        ambient += c.rgb * sum.rgb + (c.a > 0.25 ? glow / total : vec3(0.0));
        direct += c.rgb * key_colour.rgb * max(dot(here.xyz, key_direction.xyz), 0.0) * sum.a;
    }
    float n = float(samples * samples);
    ambient_out = vec4(ambient / n, 1.0);
    direct_out = vec4(direct / n, 1.0);
    shape_out = texelFetch(shape, first, 0);
}
