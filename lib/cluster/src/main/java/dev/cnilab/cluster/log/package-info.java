/**
 * Output of Kubernetes' own programs: values as Go prints and reads them, log lines as klog does.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.log;
