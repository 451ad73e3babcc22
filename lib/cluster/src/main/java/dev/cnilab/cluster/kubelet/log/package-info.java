/** The kubelet's log: klog's text format with structured values, as it appears in the journal. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.log;
