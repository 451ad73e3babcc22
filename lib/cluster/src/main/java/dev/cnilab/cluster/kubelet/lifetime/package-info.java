/**
 * How long things last on a kubelet: its own run and what ends with it, a pod that may only be
 * active for some time, and back-off delays.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.lifetime;
