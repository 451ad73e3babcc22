/**
 * Calico's datastore in its Kubernetes form: custom resources of the group {@code
 * crd.projectcalico.org}, reached through the API server as by any client; and the log of its
 * clients.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.datastore;
