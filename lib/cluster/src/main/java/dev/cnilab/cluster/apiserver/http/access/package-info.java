/** Authentication, impersonation and authorization of requests. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.http.access;
