from careplans.views.goals import add_goal, change_goal, close_goal, goal, rate_goal
from careplans.views.plan import plan, record_agreement
from careplans.views.recommendations import add_recommendation, recommendation, record_decision

__all__ = [
    "add_goal",
    "add_recommendation",
    "change_goal",
    "close_goal",
    "goal",
    "plan",
    "rate_goal",
    "recommendation",
    "record_agreement",
    "record_decision",
]
