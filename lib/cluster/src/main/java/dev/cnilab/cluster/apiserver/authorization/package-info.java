/** Authentication and authorization: users, and the RBAC rules that apply to them. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.authorization;
