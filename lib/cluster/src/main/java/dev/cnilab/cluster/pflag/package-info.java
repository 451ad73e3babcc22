/** Command lines of Go programs that use spf13/pflag: Kubernetes' components, agnhost. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.pflag;
