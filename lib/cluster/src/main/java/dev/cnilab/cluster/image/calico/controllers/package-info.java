/** {@code calico/kube-controllers}: releases what nodes and pods leave behind. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.image.calico.controllers;
