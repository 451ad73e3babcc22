/** Who asks, and whether they may: users, and the RBAC rules that speak of them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.authorization;
