/** The input of kube-proxy's rules, of either kind: the ports of Services and their endpoints. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.proxy.service;
