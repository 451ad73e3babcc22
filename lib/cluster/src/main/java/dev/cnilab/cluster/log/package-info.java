/** What Kubernetes' own programs write: values as Go prints them, lines as klog does. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.log;
