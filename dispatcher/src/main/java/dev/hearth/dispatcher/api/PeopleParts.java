package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.LogInThrottle;
import dev.hearth.dispatcher.sessions.LogIns;
import dev.hearth.dispatcher.sessions.WebSessions;
import dev.hearth.dispatcher.sql.AccessTokens;
import dev.hearth.dispatcher.sql.ActivityTrail;
import dev.hearth.dispatcher.sql.Identities;
import dev.hearth.dispatcher.sql.MemberStore;
import dev.hearth.dispatcher.sql.PeopleStore;
import dev.hearth.dispatcher.sql.SessionStore;

/**
 * What the API knows of people.
 *
 * @param provider the host of the OpenID provider by which they may log in; empty: none
 */
public record PeopleParts(
    People bearers,
    PeopleStore people,
    AccessTokens tokens,
    MemberStore members,
    Access access,
    ActivityTrail trail,
    LogInThrottle throttle,
    LogIns logIns,
    SessionStore sessionStore,
    WebSessions sessions,
    Identities identities,
    String provider) {}
