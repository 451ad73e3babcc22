/**
 * What kube-proxy makes rules of, whatever their kind: the ports of Services and their endpoints.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.proxy.service;
