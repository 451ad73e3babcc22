/** How Weave's peers share the range of addresses: a ring, and what each has given out. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.weave.ipam;
