/**
 * What a container finds around it: environment variables from the pod, ConfigMaps, Secrets and
 * Services, its resolver's configuration and its hosts file.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.kubelet.environment;
