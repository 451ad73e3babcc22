/** The images that a cluster and a course about its network need, and their programs. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.library;
