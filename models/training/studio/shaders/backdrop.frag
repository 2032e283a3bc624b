#version 330
#include light.glsl
// The room about the people, with their shadows on it.
uniform sampler2D room_ambient;
uniform sampler2D room_direct;
uniform sampler2D room_place;    // world position
uniform sampler2D room_normal;
out vec4 pixel;

void main() {
    ivec2 p = ivec2(gl_FragCoord.xy);
    vec3 place = texelFetch(room_place, p, 0).xyz;
    vec3 n = texelFetch(room_normal, p, 0).xyz;
    float shadow = key_shadow(place + 0.01 * n, 0.013, 0.002);
    float open = ball_occlusion(place, n, 0.85);
    vec3 c = texelFetch(room_ambient, p, 0).rgb * open + texelFetch(room_direct, p, 0).rgb * shadow;
    pixel = vec4(finish(c), 1.0);
}
