/** Controllers of what a cluster has once: quotas, ranges of Service addresses, stored versions. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.cluster;
