/** The values of a running filter, whose memory and work are charged to its process. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.jq.value;
