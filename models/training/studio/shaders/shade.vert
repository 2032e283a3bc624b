#version 330
#include scene.glsl
// Places a skinned vertex in the light's picture.
in vec3 position;
in float edge;
out float inside;

void main() {
    inside = edge;
    vec3 s = (sun_matrix * vec4(position, 1.0)).xyz;
    gl_Position = vec4(2.0 * s - 1.0, 1.0);
}
