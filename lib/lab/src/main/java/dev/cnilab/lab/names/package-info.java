/** Name resolution in a pod: its resolver's settings, its queries, and the answers. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.lab.names;
