/** The programs in the images of the control plane: they run while their static pods do. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controlplane;
