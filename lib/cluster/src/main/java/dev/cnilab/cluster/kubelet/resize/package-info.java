/** Pods whose resources are changed while they run (KEP-1287). */
@NullMarked
package dev.cnilab.cluster.kubelet.resize;

import org.jspecify.annotations.NullMarked;
