/** The forms of patches, and what each does to a tree. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.patch;
