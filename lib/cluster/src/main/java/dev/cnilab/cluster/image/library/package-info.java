/** The images a cluster and a course about its network are made of, and their programs. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.library;
