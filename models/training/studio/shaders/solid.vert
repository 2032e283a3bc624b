#version 330
#include scene.glsl
// Furniture as something to be hidden by: depth only.
in vec3 position;

void main() {
    gl_Position = projection * vec4(position, 1.0);
}
