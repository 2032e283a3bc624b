#version 330
#include scene.glsl
// The room about the people, with their shadows on it.
// MODE 0: the lit room and the room without the key light; nobody is there.
// MODE 1: the room with shadows. MODE 2: only how open it is, and the share of the key light,
// GRAIN pixels apart. MODE 3: the two pictures of mode 0 mixed by what mode 2 found.
#if MODE != 3
uniform sampler2D room_ambient;
uniform sampler2D room_direct;
uniform sampler2D room_shape;    // normal; distance along the camera's axis
#else
uniform sampler2D room_lit;
uniform sampler2D room_dark;
uniform sampler2D room_shade;
#endif
#if MODE == 1 || MODE == 2
#include shadow.glsl

vec2 shade(ivec2 p) {
    vec4 shape = texelFetch(room_shape, p, 0);
    vec2 off = (vec2(p) + 0.5 - vec2(right.w, down.w)) / eye.w;
    vec3 place = eye.xyz + shape.w * (away.xyz + off.x * right.xyz + off.y * down.xyz);
    vec3 s = (sun_matrix * vec4(place + 0.01 * shape.xyz, 1.0)).xyz;
    float key = mix(1.0, key_shadow(s, ROOM_RADIUS, ROOM_BIAS), key_direction.w);
    return vec2(ball_occlusion(place, shape.xyz, 0.85), key);
}
#endif
layout(location = 0) out vec4 pixel;
#if MODE == 0
layout(location = 1) out vec4 dark;
#endif

void main() {
    ivec2 p = ivec2(gl_FragCoord.xy);
#if MODE == 0
    vec3 ambient = texelFetch(room_ambient, p, 0).rgb;
    pixel = vec4(finish(ambient + texelFetch(room_direct, p, 0).rgb), 1.0);
    dark = vec4(finish(ambient), 1.0);
#elif MODE == 1
    vec2 light = shade(p);
    vec3 c = texelFetch(room_ambient, p, 0).rgb * light.x + texelFetch(room_direct, p, 0).rgb * light.y;
    pixel = vec4(finish(c), 1.0);
#elif MODE == 2
    pixel = vec4(shade(min(p * GRAIN + GRAIN / 2, textureSize(room_shape, 0) - 1)), 0.0, 1.0);
#else
    vec2 light = texture(room_shade, gl_FragCoord.xy / (GRAIN * vec2(textureSize(room_shade, 0)))).xy;
    vec3 c = mix(texelFetch(room_dark, p, 0).rgb, texelFetch(room_lit, p, 0).rgb, light.y);
    pixel = vec4(c * sqrt(light.x), 1.0);
#endif
}
