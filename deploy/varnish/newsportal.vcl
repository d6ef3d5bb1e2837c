vcl 4.1;

# Varnish between nginx and gunicorn: pages as the application allows, forgotten at once when it says so.

import xkey;

backend default {
    .path = "/run/newsportal/web.sock";
    .connect_timeout = 2s;
    .first_byte_timeout = 30s;
}

sub vcl_recv {
    if (req.method == "PURGE") {
        # From the application, at an address of its own: through nginx anybody could come.
        if (local.socket != "purge") {
            return (synth(405));
        }
        if (req.http.Surrogate-Key == "all") {
            ban("obj.status != 0");
        } else {
            xkey.purge(req.http.Surrogate-Key);
        }
        return (synth(200));
    }

    if (req.restarts == 0) {
        # Varnish wrote the address of nginx behind the visitor's.
        set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ",[^,]*$", "");
        unset req.http.X-As-It-Is;
        set req.grace = 1s;
    } else {
        # The application had no answer: what there is, a day old at most.
        set req.http.X-As-It-Is = "yes";
        set req.grace = 1d;
    }

    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # What belongs to somebody is passed on, and neither taken from here nor kept.
    if (req.http.Authorization || req.http.Cookie ~ "\b(__Host-session|sessionid)=") {
        return (pass);
    }
    if (req.url ~ "^/([a-z-]+/)?preview/") {
        return (pass);
    }
    unset req.http.Cookie;
    return (hash);
}

sub vcl_pass {
    set req.http.X-As-It-Is = "yes";
}

sub vcl_backend_response {
    if (beresp.status >= 500) {
        # The page it would take the place of is better. Nothing that is delivered leaves that in its place.
        if (bereq.is_bgfetch) {
            return (abandon);
        }
        if (!bereq.http.X-As-It-Is) {
            return (error(503));
        }
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        return (deliver);
    }
    set beresp.http.xkey = beresp.http.Surrogate-Key;
    if (beresp.ttl > 0s) {
        # Two seconds of the application's, and a day for bad times.
        set beresp.grace = 1d;
    }
}

sub vcl_deliver {
    unset resp.http.xkey;
    if (resp.status >= 500 && !req.http.X-As-It-Is) {
        return (restart);
    }
}
