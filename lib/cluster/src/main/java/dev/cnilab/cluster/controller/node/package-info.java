/**
 * The controllers of nodes: what becomes of one that is not ready or no longer heard of, of the
 * pods on it, and which part of the pod network each gets.
 */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.node;
