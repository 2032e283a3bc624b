#version 330
// A picture as it is.
uniform sampler2D room_lit;
out vec4 pixel;

void main() {
    pixel = texelFetch(room_lit, ivec2(gl_FragCoord.xy), 0);
}
