/** The Deployment controller: rolls out a new template, ReplicaSet by ReplicaSet. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.deployment;
