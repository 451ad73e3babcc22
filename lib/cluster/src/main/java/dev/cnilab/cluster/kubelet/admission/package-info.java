/** Why a kubelet refuses to run a pod. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.admission;
