/** The controllers of kube-controller-manager. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller;
