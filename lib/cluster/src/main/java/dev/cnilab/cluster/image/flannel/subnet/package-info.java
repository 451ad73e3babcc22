/**
 * Which node has which subnet, as flannel's kube subnet manager reads it from the nodes'
 * annotations.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.flannel.subnet;
