#version 330
#include light.glsl
// The room with nobody in it.
uniform sampler2D room_ambient;
uniform sampler2D room_direct;
out vec4 pixel;

void main() {
    ivec2 p = ivec2(gl_FragCoord.xy);
    pixel = vec4(finish(texelFetch(room_ambient, p, 0).rgb + texelFetch(room_direct, p, 0).rgb), 1.0);
}
