/** What a kubelet refuses to run. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.admission;
