/**
 * A container's surroundings: environment variables from the pod, ConfigMaps, Secrets and Services,
 * its resolver configuration and its hosts file.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.environment;
