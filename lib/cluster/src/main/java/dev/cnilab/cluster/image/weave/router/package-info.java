/** The running weaver: peers, their mesh, the bridge, and its HTTP API. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.weave.router;
