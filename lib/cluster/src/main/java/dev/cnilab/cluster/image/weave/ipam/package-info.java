/** How Weave's peers share the range of addresses: the ring, and what each peer has allocated. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.weave.ipam;
