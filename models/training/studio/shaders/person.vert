#version 330
// Skins a vertex and places it in the picture (or in the light's picture).
uniform vec4 bones[312];   // three rows of each bone's transform
uniform mat4 projection;
in vec3 position;
in vec3 normal;
in vec4 bone;
in vec4 weight;
in vec4 feature;
in float edge;
out vec3 at;
out vec3 facing;
out vec3 rest;
out vec4 marks;
out float inside;

void main() {
    vec4 r0 = vec4(0), r1 = vec4(0), r2 = vec4(0);
    for (int i = 0; i < 4; i++) {
        int b = int(bone[i]) * 3;
        r0 += weight[i] * bones[b];
        r1 += weight[i] * bones[b + 1];
        r2 += weight[i] * bones[b + 2];
    }
    vec4 p = vec4(position, 1.0);
    at = vec3(dot(r0, p), dot(r1, p), dot(r2, p));
    facing = vec3(dot(r0.xyz, normal), dot(r1.xyz, normal), dot(r2.xyz, normal));
    rest = position;
    marks = feature;
    inside = edge;
    gl_Position = projection * vec4(at, 1.0);
}
