#version 330
#include scene.glsl
#include shadow.glsl
// The room about the people, with their shadows on it. PLAIN_ROOM: nobody is there.
uniform sampler2D room_ambient;
uniform sampler2D room_direct;
uniform sampler2D room_shape;    // normal; distance along the camera's axis
out vec4 pixel;

void main() {
    ivec2 p = ivec2(gl_FragCoord.xy);
    vec3 ambient = texelFetch(room_ambient, p, 0).rgb;
    vec3 direct = texelFetch(room_direct, p, 0).rgb;
#if !PLAIN_ROOM
    vec4 shape = texelFetch(room_shape, p, 0);
    vec2 off = (gl_FragCoord.xy - vec2(right.w, down.w)) / eye.w;
    vec3 place = eye.xyz + shape.w * (away.xyz + off.x * right.xyz + off.y * down.xyz);
    vec3 s = (sun_matrix * vec4(place + 0.01 * shape.xyz, 1.0)).xyz;
    direct *= mix(1.0, key_shadow(s, ROOM_RADIUS, ROOM_BIAS), key_direction.w);
    ambient *= ball_occlusion(place, shape.xyz, 0.85);
#endif
    pixel = vec4(finish(ambient + direct), 1.0);
}
