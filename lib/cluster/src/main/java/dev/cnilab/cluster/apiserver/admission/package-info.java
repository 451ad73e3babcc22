/**
 * The admission plugins a kubeadm cluster has on, which complete or refuse a new object on its way
 * to the store. After Kubernetes' {@code plugin/pkg/admission}.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.admission;
