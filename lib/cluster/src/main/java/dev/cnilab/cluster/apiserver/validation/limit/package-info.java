/** Rules for kinds that limit others: budgets, quotas, ranges. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.limit;
