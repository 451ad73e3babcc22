/** What every namespace gets: its default service account and the cluster's root certificate. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.account;
