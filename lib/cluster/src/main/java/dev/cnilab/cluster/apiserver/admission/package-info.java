/**
 * The admission plugins that are enabled in a kubeadm cluster. They complete or refuse an object on
 * its way to the store. After Kubernetes' {@code plugin/pkg/admission}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.admission;
